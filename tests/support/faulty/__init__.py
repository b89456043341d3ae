"""Small engines with one misbehaviour each, named for it. They are installed as a package of its own: see `conftest`."""
