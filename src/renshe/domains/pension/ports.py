"""What pension needs of a bank: the shapes of `funds`, under this domain's door too."""

from renshe.domains.funds import api as funds

PAYMENT_ROWS = funds.PAYMENT_ROWS
REASONS = funds.REASONS
RESULT_ROWS = funds.RESULT_ROWS
BankChannel = funds.BankChannel
BankFormat = funds.BankFormat
EncodedPayments = funds.EncodedPayments
PaymentHeader = funds.PaymentHeader
ReturnedFile = funds.ReturnedFile
Statement = funds.BankStatement
StatementRow = funds.StatementRow
