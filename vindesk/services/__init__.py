"""What vindesk can do, with no screen: called from jobs, the command line and tests."""
