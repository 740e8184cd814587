"""Where answers come from: NHTSA's vPIC over the web, or the embedded copy."""
