print("scatto")
