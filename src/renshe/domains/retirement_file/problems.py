"""Why a file's review says no."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

FILE = "劳社部发〔1999〕8号 二"
CONTROL = "社会保险经办条例 38"

NOT_NOW = Problem(
    "review_not_in_state",
    "预审的状态已经变化，这一步现在不能办",
    "the review has moved on, so this step cannot be taken now",
    CONTROL,
    "请刷新页面，按当前状态办理",
    "Reload the page and go on from its present state",
)
SAME_HAND = Problem(
    "recognition_needs_two",
    "提出认定意见和认定必须是两个人",
    "proposing and recognising are two people's",
    CONTROL,
    "请由另一名认定人员办理",
    "Another officer recognises it",
)
REASON_NEEDED = Problem(
    "file_reason_missing",
    "没有写明理由",
    "the reason is missing",
    CONTROL,
    "请写明依据哪份材料、怎样认定",
    "Write by which paper and how it was found",
)
PAPER_NEEDED = Problem(
    "file_paper_missing",
    "没有指明证明它的档案材料",
    "the paper of the file that proves it is not named",
    FILE,
    "请先登记档案材料，再选它作为依据",
    "List the paper first, then choose it",
)
PAPER_TWICE = Problem(
    "file_paper_listed",
    "这份材料已经登记过",
    "this paper is listed already",
    CONTROL,
    "请核对是否传错了文件",
    "Check whether another file was meant",
)
MONTHS_NEEDED = Problem(
    "file_months_missing",
    "没有写明起止年月，或者止月早于起月、晚于今天",
    "the months are missing, end before they begin, or lie in the future",
    FILE,
    "请按材料填写起止年月",
    "Give the first and last month by the paper",
)
MONTHS_PAID = Problem(
    "deemed_months_paid",
    "这段时间里有已经缴费的月份，不能再视同缴费",
    "some of these months are paid, so they cannot be deemed as well",
    "社会保险法 16；劳办发〔1997〕116号",
    "请把起止年月改到缴费以前",
    "Let the period end before the first month that was paid",
)
OVERLAPS = Problem(
    "finding_overlaps",
    "与另一条同类认定的时间重叠",
    "it overlaps another finding of the kind",
    FILE,
    "请先撤下原来那条，再重新填写",
    "Withdraw the other one first",
)
WORK_UNKNOWN = Problem(
    "work_type_unknown",
    "不在特殊工种目录里，或者没有写用人单位",
    "the work is not in the catalogue of special work, or the employer is missing",
    "国发〔1978〕104号 一（二）",
    "请从目录中选择工种并写明单位",
    "Choose the work from the catalogue and name the employer",
)
FACT_UNKNOWN = Problem(
    "fact_unknown",
    "这项数据不能由档案认定，或者值不对",
    "this fact is not recognised from a file, or its value cannot be",
    "社会保险经办条例 18",
    "请从列表选择项目，金额填元，最多两位小数",
    "Choose the item from the list; amounts in yuan with at most two decimals",
)
BIRTH_NEEDED = Problem(
    "birth_finding_missing",
    "还没有核对出生时间",
    "the birth date has not been compared yet",
    "劳社部发〔1999〕8号 二（二）",
    "请登记档案中最早的出生时间记载并写出比对结果",
    "List the earliest record of the birth date and compare it with the id",
)
QUESTION_OPEN = Problem(
    "file_question_open",
    "还有向单位的询问没有答复",
    "a question to an employer is not answered yet",
    CONTROL,
    "请等单位答复，或者撤回询问并写明理由",
    "Wait for the answer, or withdraw the question with a reason",
)
NOT_PUBLIC = Problem(
    "special_work_not_public",
    "特殊工种没有公示，或者公示后又改了认定",
    "the special work was not made public as it stands now",
    "owner-default（特殊工种提前退休审核公示）",
    "请先公示，公示期满且异议都答复以后再认定",
    "Make it public first; recognise after the days have passed and every objection is answered",
)
STILL_PUBLIC = Problem(
    "publicity_not_ended",
    "公示期还没有满",
    "the days of publicity have not passed yet",
    "owner-default（特殊工种提前退休审核公示）",
    "请在公示期满后的工作日办理",
    "Come back on the working day after the last day",
)
OBJECTION_OPEN = Problem(
    "objection_unanswered",
    "还有公示异议没有答复",
    "an objection to the publicity is not answered yet",
    CONTROL,
    "请先核实异议并答复",
    "Check the objection and answer it first",
)
OBJECTION_UPHELD = Problem(
    "objection_upheld",
    "有异议核实成立，认定还没有改",
    "an objection was upheld and the finding still stands",
    CONTROL,
    "请退回修改：撤下不实的特殊工种认定，或者改正后重新公示",
    "Send it back: withdraw the finding, or correct it and make it public again",
)
ALREADY_PUBLIC = Problem(
    "publicity_running",
    "现在的认定已经在公示或者公示过",
    "this finding is public already",
    CONTROL,
    "不用重复公示",
    "There is no need to do it twice",
)
NO_SPECIAL_WORK = Problem(
    "no_special_work",
    "没有特殊工种认定，不需要公示",
    "there is no finding of special work, so nothing is made public",
    CONTROL,
    "请先登记特殊工种期间",
    "Record the period of special work first",
)
PUBLICITY_OVER = Problem(
    "publicity_over",
    "公示期已满，不能再通过本页提出异议",
    "the days of publicity are over, so no objection is taken here",
    "owner-default（特殊工种提前退休审核公示）",
    "仍认为不实的，可以向社会保险行政部门举报",
    "If it is untrue, report it to the administrative department",
)
WORDS_NEEDED = Problem(
    "objection_incomplete",
    "异议要写明内容、姓名和联系电话",
    "an objection says what is wrong, by whom, and at what telephone",
    CONTROL,
    "请补全；姓名和电话只有经办人看得到，不公开",
    "Complete it; name and telephone are seen by the handler alone",
)
ANSWERED = Problem(
    "already_answered",
    "已经答复过",
    "it is answered already",
    CONTROL,
    "请刷新后查看答复",
    "Reload to see the answer",
)
EMPTY_ANSWER = Problem(
    "answer_missing",
    "答复是空的",
    "the answer is empty",
    CONTROL,
    "请写出答复",
    "Write the answer",
)
SIGNED_PAPER = Problem(
    "signed_paper_missing",
    "窗口代录本人确认，要先登记本人签字的确认书",
    "to record a confirmation at the counter, the signed paper is listed first",
    "社会保险经办条例 18",
    "请扫描签字确认书登记为档案材料，或请本人登录确认",
    "Scan and list the signed paper, or let the person confirm online",
)
PENSION_RUNS = Problem(
    "file_after_award",
    "已经领取养老金，档案认定改由待遇重核办理",
    "a pension is drawn already; what the file shows is then told through a new determination",
    "社会保险经办条例 18",
    "请办理“核定表异议与重核”",
    "Use the objection to the determination",
)
TOLD_TODAY = Problem(
    "recognised_today",
    "今天已经认定过这一项，同一天不能再改",
    "this was recognised earlier today and cannot change twice in a day",
    CONTROL,
    "请在下一个工作日办理",
    "Do it on the next working day",
)
APPRAISAL_WRONG = Problem(
    "appraisal_incomplete",
    "鉴定结论要写明机构、文号和日期，日期不能晚于今天",
    "an appraisal names its committee, number and a day that is not in the future",
    "人社部发〔2024〕72号",
    "请按鉴定结论书填写",
    "Fill it in by the committee's paper",
)
APPRAISAL_TWICE = Problem(
    "appraisal_known",
    "这份鉴定结论已经登记",
    "this appraisal is recorded already",
    CONTROL,
    "请核对文号",
    "Check the number",
)
SHEET_ANSWERED = Problem(
    "sheet_answered",
    "这份核定表已经确认或者提出过异议",
    "this sheet was confirmed or objected to already",
    "社会保险经办条例 18",
    "请查看办件的处理结果；仍有异议可以依法申请行政复议",
    "See what became of it; reconsideration remains open",
)
SHEET_CHANGED = Problem(
    "sheet_hash_differs",
    "确认的不是现在这份核定表",
    "what is confirmed is not the sheet as it stands",
    "电子签名法 13",
    "请重新打开核定表，看过后再确认",
    "Open the sheet again and read it before you confirm",
)
EMPLOYER_UNCLEAR = Problem(
    "employer_unclear",
    "没有找到这家单位，或者不止一家",
    "no employer, or more than one, is found by this",
    CONTROL,
    "请填写统一社会信用代码或者单位全称",
    "Give the credit code or the whole name",
)
