"""A randomised trial of the trading desk: acts of all kinds while everything goes wrong, and then nothing lost, nothing
done twice, and everything as the exchange has it."""
