"""What one types for a session, a call, a pledge: one file for each subject."""
