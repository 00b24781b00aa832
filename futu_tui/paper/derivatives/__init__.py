"""Options, warrants, callable contracts and futures of the paper market, all priced from their underlyings."""
