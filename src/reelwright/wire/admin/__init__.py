"""The administrators' dialect: accounts, keys, money and reviews. It is Reelwright's own."""
