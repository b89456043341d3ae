"""What makes the pictures: built-in engines, and anyone's package that registers one."""
