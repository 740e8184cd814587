"""Which columns the vehicle table shows: chosen, put in order, remembered."""
