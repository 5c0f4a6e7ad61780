import time, resource, cProfile, pstats
from datetime import date
from django.db import connection
from renshe.domains.pension.test_pensioners import add_many_pensioners
from renshe.gateways.bank.test_pension_month import *
def test_perf(fresh_database):
    fresh_database.become("runner")
    N=100_000
    t=[time.time()]
    def lap(n):
        t.append(time.time()); print(f"{n:12s} {t[-1]-t[-2]:.2f}s  rss {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB", flush=True)
    add_many_pensioners(count=N); lap("load")
    fresh_database.become("owner")
    with connection.cursor() as c: c.execute("analyze")
    fresh_database.become("runner"); lap("analyze")
    def prof(name, f):
        pr=cProfile.Profile(); pr.enable(); r=f(); pr.disable(); lap(name)
        pstats.Stats(pr).sort_stats("cumtime").print_stats(18)
        return r
    report=run.freeze(place="310100",period=OCTOBER,accounting_month=OCTOBER,frozen_by="clerk",at=AT); lap("freeze")
    b=report.batch_id
    prof("check",lambda:run.check(batch_id=b,by="clerk",at=AT))
    prof("plan",lambda:run.plan(batch_id=b,by="clerk",at=AT))
    run.review(batch_id=b,reviewed_by="r"); run.approve(batch_id=b,approved_by="h")
    p=run.request_funds(batch_id=b,prepared_by="clerk"); run.receive_funds(batch_id=b,plan_id=p,approved_by="f",at=AT); lap("fund")
    prof("file",lambda:bank.write_files(batch_id=b,bank_format=FORMAT,pay_on=PAY_ON,by="c",at=AT))
    sim=SimulatedBank(seed=1)
    answers=[]
    for _,_,content in bank.outgoing_files(batch_id=b): answers+= [sim.answer(content,settled_on=PAY_ON),sim.answer_unknown(content,settled_on=PAY_ON)]
    lap("(bank)")
    prof("return",lambda:[take(a) for a in answers])
    prof("close",lambda:bank.close(batch_id=b,at=AT))
