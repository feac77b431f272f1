"""The portal: what residents, venue managers and operators see in a browser, over the public API alone."""
