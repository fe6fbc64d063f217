"""How gavel-nano is made. See ../README.md."""
