"""政府信息公开申请: information that the office holds, asked for by anybody."""
