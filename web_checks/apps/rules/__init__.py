"""The rules on screens (screen-...) and on the source of mini-programs (miniprogram-...)."""
