{{ broken
