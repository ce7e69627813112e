"""Signing in and an account's own pages."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import AccountInactiveView, LoginView, LogoutView, PasswordChangeView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.people.access import (
    account_required,
    actor_required,
    has_second_step,
    role_choose,
    second_step_waive,
)
from netral.people.forms.accounts import (
    PasswordChangeForm,
    PasswordChooseForm,
    SecondStepActivateForm,
    SecondStepForm,
    SignInForm,
)
from netral.people.queries.accounts import sign_in_link_of
from netral.people.queries.keys import has_unlock_key
from netral.people.queries.roles import grants_of, role_words
from netral.people.services.accounts import (
    invitation_accept,
    one_time_link_use,
    sign_in_link_checked,
)
from netral.people.services.second_step import recovery_codes_renew, second_step_activate
from netral.people.services.tokens import token_hash
from netral.people.services.unlock import DEMO_PASS_PHRASE, unlock, unlock_cookie_set
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import PublicRequest, StaffRequest
from netral.shell.qr import qr_drawing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
PROXY_SAYS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


class SignIn(LoginView):  # type: ignore[misc]
    """User name and password; allauth does the rest."""

    form_class = SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again with what was typed."""
        return refused(self, form)


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """The code of the second step, before the session is open."""

    form_class = SecondStepForm

    def form_invalid(self, form: SecondStepForm) -> HttpResponse:  # noqa: ARG002 (allauth's name)
        """Show the form again."""
        return cast(HttpResponse, self.render_to_response(self.get_context_data(), status=422))


class PasswordChange(PasswordChangeView):  # type: ignore[misc]
    """A new password, known the old."""

    form_class = PasswordChangeForm
    success_url = reverse_lazy("account_home")

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Let nobody in who is not signed in."""
        if not account_required(request).has_usable_password():
            raise NotAllowedError(
                _("Akun ini masuk lewat tautan, tanpa kata sandi. Tidak ada yang bisa diganti.")
            )
        return cast(HttpResponse, super().dispatch(request, *args, **options))

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        """Show the form again."""
        return refused(self, form)


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
second_step_enter = SecondStep.as_view()
inactive = AccountInactiveView.as_view()
password = PasswordChange.as_view()


def refused(view: Any, form: Any) -> HttpResponse:
    """Render a class-based view's page again with its form's errors."""
    context = view.get_context_data(form=form)
    return cast(HttpResponse, view.render_to_response(context, status=422))


@require_safe
def home(request: PublicRequest) -> HttpResponse:
    """Show the account's own page."""
    account = account_required(request)
    grants = [role_words(grant) for grant in grants_of(account, request.today)]
    return render(request, "people/account.html", {"account": account, "roles": grants})


@LOOK_OR_SEND
def second_step(request: PublicRequest) -> HttpResponse:
    """Set up the second step: show the secret, take a code, show the recovery codes once."""
    account = account_required(request)
    if has_second_step(account):
        return redirect("account_home")
    form = SecondStepActivateForm(data=request.POST or None, user=account)
    if form.is_valid():
        codes = second_step_activate(account=account, secret=form.secret, at=request.at)
        return render(request, "people/recovery_codes.html", {"codes": codes, "is_first": True})
    label = f"otpauth://totp/Netral:{account.username}?secret={form.secret}&issuer=Netral"
    context = {"form": form, "qr": qr_drawing(label), "secret": form.secret}
    return render(request, "people/second_step.html", context, status=422 if form.is_bound else 200)


@LOOK_OR_SEND
def recovery_codes(request: PublicRequest) -> HttpResponse:
    """Make new recovery codes against a code, and show them once."""
    account = account_required(request)
    form = SecondStepForm(data=request.POST or None, user=account)
    if form.is_valid():
        codes = recovery_codes_renew(account=account, at=request.at)
        return render(request, "people/recovery_codes.html", {"codes": codes})
    question = Question(
        title=_("Kode pemulihan baru"),
        explanation=_("Kode yang lama tidak berlaku lagi setelah ini."),
        action=_("Buat kode baru"),
        back_url=reverse("account_home"),
    )
    return confirm_page(request, question, form)


@LOOK_OR_SEND
def invitation(request: PublicRequest, token: str) -> HttpResponse:
    """Choose the first password by a one-time link."""
    link = sign_in_link_checked(sign_in_link_of(token_hash(token), "undangan"), request.at)
    asks_phrase = has_unlock_key(link.account)
    form = PasswordChooseForm(request.POST or None, account=link.account, asks_phrase=asks_phrase)
    if form.is_valid():
        invitation_accept(
            token=token,
            password=form.cleaned_data["password"],
            pass_phrase=form.cleaned_data.get("pass_phrase", ""),
            at=request.at,
        )
        messages.success(request, _("Kata sandi tersimpan. Masuk dengan nama pengguna Anda."))
        return redirect("account_login")
    context = {"form": form, "account": link.account, "asks_phrase": asks_phrase}
    return render(request, "people/invitation.html", context, status=422 if form.is_bound else 200)


@LOOK_OR_SEND
def one_time(request: PublicRequest, token: str) -> HttpResponse:
    """Enter the demonstration by a one-time link, with the sample keys unlocked."""
    if not settings.NETRAL_DEMO or not _is_this_computer(request):
        raise NotVisibleError(_("Masuk sekali pakai hanya ada di peragaan pada komputer ini."))
    if request.method != "POST":
        link = sign_in_link_checked(sign_in_link_of(token_hash(token), "sekali"), request.at)
        roles = [role_words(grant) for grant in grants_of(link.account, request.today)]
        return render(request, "people/one_time.html", {"account": link.account, "roles": roles})
    account = one_time_link_use(token=token, at=request.at)
    login(request, account, backend=BACKEND)
    second_step_waive(request, account)
    response = redirect(settings.LOGIN_REDIRECT_URL)
    opened = unlock(request=request, pass_phrase=DEMO_PASS_PHRASE, at=request.at)
    if opened.cookie is not None:
        unlock_cookie_set(response, opened.cookie)
    return response


def _is_this_computer(request: HttpRequest) -> bool:
    """Tell whether the browser runs here: name and address are loopback, and no proxy speaks."""
    host, _port = split_domain_port(request.get_host())
    is_passed_on = any(name in request.META for name in PROXY_SAYS)
    return host in LOOPBACK and not is_passed_on and request.META["REMOTE_ADDR"] in LOOPBACK


@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    """Show the roles that the account may act in."""
    actor = actor_required(request)
    grants = grants_of(account_required(request), request.today)
    rows = [
        {
            "ref": grant.ref,
            "words": role_words(grant),
            "is_now": (grant.role, grant.unit.path) == (actor.role.value, actor.unit),
        }
        for grant in grants
    ]
    return render(request, "people/roles.html", {"rows": rows})


@require_POST
def role_switch(request: StaffRequest, ref: str) -> HttpResponse:
    """Act in another role from now on, in this session."""
    grant = role_choose(request, ref, today=request.today)
    messages.success(request, _("Anda sekarang bertindak sebagai %s.") % role_words(grant))
    return redirect(settings.LOGIN_REDIRECT_URL)
