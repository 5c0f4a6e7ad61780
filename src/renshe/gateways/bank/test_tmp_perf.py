import time, resource
from datetime import date
from django.db import connection
from renshe.domains.pension.test_pensioners import add_many_pensioners
from renshe.gateways.bank.test_pension_month import *
from renshe.domains.pension.operations import bank_results, files, lines
from renshe.domains.pension.queries import payments
from renshe.foundation import bulk
acc={}
import glob, os
TICK=os.sysconf("SC_CLK_TCK")
def dbcpu():
    import warnings; warnings.simplefilter("ignore")
    pm=int(open(glob.glob("/tmp/pen_cluster/**/postmaster.pid",recursive=True)[0]).readline())
    tot=0
    for d in glob.glob("/proc/[0-9]*"):
        try: f=open(d+"/stat").read().rsplit(")",1)[1].split()
        except OSError: continue
        pid=int(d[6:]); 
        if pid==pm: tot+=sum(map(int,f[11:15]))
        elif int(f[1])==pm: tot+=int(f[11])+int(f[12])
    return tot/TICK
def wrap(mod,name):
    f=getattr(mod,name)
    def g(*a,**k):
        t=time.time(); r=f(*a,**k); acc[name]=acc.get(name,0)+time.time()-t; return r
    setattr(mod,name,g)
def test_perf(fresh_database, monkeypatch):
    fresh_database.become("runner")
    N=200_000
    t=[time.time()]
    cc=[time.process_time()+dbcpu()]
    def lap(n):
        cc.append(time.process_time()+dbcpu()); t.append(time.time()); print(f"cpu {cc[-1]-cc[-2]:.2f}",f"{n:12s} {t[-1]-t[-2]:.2f}s  rss {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB", {k:round(v,2) for k,v in acc.items() if v>0.02}, flush=True); acc.clear()
    for m,n in ((pension,"fit_return"),(pension,"record_results"),(pension,"batch_outcome"),(pension,"unknown_instructions"),(bank,"pension_returned"),(bank_results,"copy_rows"),(payments,"read_arrow"),(lines,"read_arrow"),(bank.documents,"store"),(pension,"stop_who_must_not_be_paid"),(pension,"roster_doubts"),(pension,"line_doubts"),(run,"pension_due"),(bank,"pension_paid"),(pension,"line_totals")): wrap(m,n)
    for n in ("copy","key","assert_no_orphans","attach","create"): wrap(bulk.StagedPartition,n)
    wrap(type(FORMAT),"decode_return"); wrap(type(FORMAT),"encode_payments")
    add_many_pensioners(count=N); lap("load")
    fresh_database.become("owner")
    with connection.cursor() as c: c.execute("analyze")
    fresh_database.become("runner"); lap("analyze")
    report=run.freeze(place="310100",period=OCTOBER,accounting_month=OCTOBER,frozen_by="clerk",at=AT); lap("freeze")
    b=report.batch_id
    run.check(batch_id=b,by="clerk",at=AT); lap("check")
    run.plan(batch_id=b,by="clerk",at=AT); lap("plan")
    run.review(batch_id=b,reviewed_by="r"); run.approve(batch_id=b,approved_by="h")
    p=run.request_funds(batch_id=b,prepared_by="clerk"); run.receive_funds(batch_id=b,plan_id=p,approved_by="f",at=AT); lap("fund")
    bank.write_files(batch_id=b,bank_format=FORMAT,pay_on=PAY_ON,by="c",at=AT); lap("file")
    sim=SimulatedBank(seed=1)
    answers=[]
    for _,_,content in bank.outgoing_files(batch_id=b): answers+= [sim.answer(content,settled_on=PAY_ON),sim.answer_unknown(content,settled_on=PAY_ON)]
    lap("(bank)")
    [take(a) for a in answers]; lap("return")
    bank.close(batch_id=b,at=AT); lap("close")
    print("total", round(t[-1]-t[2]-(t[8]-t[7]),2))
