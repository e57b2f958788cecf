"""The commands of the program, by what they are for; each module has `register(app)`."""
