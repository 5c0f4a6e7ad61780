"""仲裁申请: a labour dispute is brought before the arbitration commission; taking it in, not deciding it."""
