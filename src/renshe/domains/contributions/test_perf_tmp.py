import time, datetime as dt
import pyarrow as pa
from django.db import connection
from renshe.domains.contributions import api
from renshe.domains.contributions.test_small_city import *
from renshe.domains.contributions.test_month import nothing_is_broken, surcharge_of
from renshe.foundation.bulk import copy_rows
from renshe.domains.contributions.models import Bill
import os
def test_perf(fresh_database):
    fresh_database.become("runner"); N=int(os.environ.get("PN","20000"))
    ids=list(range(1000,1000+N))
    codes=[credit_code(k) for k in ids]
    copy_rows(table="registry_employer",data=pa.table({"id":ids,"uscc":codes,"name":["厂"]*N,"kind":["enterprise"]*N,"industry_code":["C"]*N,"size_class":["small"]*N,"injury_rate_class":[2]*N,"place":["310112"]*N,"registered_on":pa.array([dt.date(2001,1,1)]*N)}))
    city=City(); p=add_person(city)
    lines=pa.table({"person_id":[p.pk]*N,"employer_id":ids,"declared_wage_fen":[1_000_000+k for k in range(N)]})
    T=time.time(); b=new_batch("a"); billed=api.prepare_bills(lines=plain_lines(lines,OCTOBER),batch_id=b,kind="regular",due_on=DUE); print("prepare",time.time()-T); T=time.time()
    post_billed(billed,batch_id=b); print("post",time.time()-T); T=time.time()
    tot=billed.bills["total_fen"].to_pylist(); emp=billed.bills["employer_id"].to_pylist(); code=dict(zip(ids,codes))
    rows=pa.table({"external_ref":[f"r{k}" for k in range(N)],"payer_uscc":[code[e] for e in emp],"received_on":[dt.date(2025,10,20)]*N,"amount_fen":[t-(k%50==0)*100_000+(k%70==0) for k,t in enumerate(tot)],"period":[OCTOBER]*N})
    api.record_receipts(rows=rows,accounting_month=OCTOBER,file_id=None); print("record",time.time()-T); T=time.time()
    x=new_batch("r"); d=api.allocate_receipts(batch_id=x,as_of=dt.date(2025,10,30)); print("allocate",d.rows,d.suspense_fen,d.bills_fully_received,time.time()-T,flush=True); T=time.time()
    from renshe.domains.contributions.operations import crediting, surcharge, allocation
    class C:
        def __init__(s,c): s.c=c
        def execute(s,q,p=None):
            s.c.execute("EXPLAIN "+q,p); print("\n".join(r[0] for r in s.c.fetchall())); t=time.time(); r=s.c.execute(q,p); print("took",time.time()-t,flush=True); return r
        def __getattr__(s,n): return getattr(s.c,n)
        def __enter__(s): s.c.__enter__(); return s
        def __exit__(s,*a): return s.c.__exit__(*a)
    class K:
        def cursor(self): return C(connection.cursor())
        def __getattr__(s,n): return getattr(connection,n)
    if os.environ.get("PX"): crediting.connection=K(); surcharge.connection=K()
    y=new_batch("c"); print(api.credit_bills(batch_id=y,as_of=dt.date(2025,10,30)),time.time()-T,flush=True); T=time.time()
    print(api.charge_surcharge(as_of=dt.date(2025,12,1),surcharge_of=surcharge_of),"surcharge",time.time()-T,flush=True); T=time.time()
    close_batch(x); close_batch(y)
    nothing_is_broken(); print("prove",time.time()-T); T=time.time()
    api.month_overview(period=OCTOBER); print("overview",time.time()-T)
    T=time.time();api.arrears_by_age(as_of=dt.date(2026,1,1)); print("arrears",time.time()-T)
