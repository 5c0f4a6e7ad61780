"""What a personal file proves before somebody retires: papers, findings, publicity, recognition, and the signed sheet."""
