select one
