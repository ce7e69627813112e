"""Netral: keeps civil servants neutral in elections, and proves it."""
