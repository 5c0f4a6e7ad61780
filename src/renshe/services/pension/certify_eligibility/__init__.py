"""资格认证（窗口、上门、境外）: somebody of the office, or a consulate, saw the pensioner."""
