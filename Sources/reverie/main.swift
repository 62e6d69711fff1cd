print("reverie")
