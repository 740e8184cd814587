"""What proves that vindesk keeps its promises."""
