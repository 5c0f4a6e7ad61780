"""参保资助申请: somebody in need asks that the premium be paid for him."""
