"""Where things lie and how vindesk is set up; read once, passed in as values."""
