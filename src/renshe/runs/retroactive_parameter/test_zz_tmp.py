import time, json, datetime as dt, resource, os
import numpy as np, pyarrow as pa
from renshe.foundation.bulk import copy_rows
from renshe.laws import library
from renshe.domains.pension import api as pension
from renshe.runs.context import RunContext
from renshe.runs.retroactive_parameter import pensions
from renshe.kernel.periods import first_day
from django.db import connection
N=int(os.environ.get('BIGN','200000'))
AT=dt.datetime(2026,7,20,9,tzinfo=dt.UTC)
def test_big(fresh_database):
    fresh_database.become("runner")
    rng=np.random.default_rng(3)
    ids=list(range(1,N+1))
    same={"id_kind":"resident_id","name":"王小明","sex":"M","birth_on":dt.date(1964,5,1),"ethnic_code":"01","household_place":"310112","residence_place":"310112001","address":"","phone":"","retirement_category":"M60","created_at":AT}
    people={k:[v]*N for k,v in same.items()}|{"id":ids,"id_number":[f"310112{n:012d}" for n in ids]}
    t=time.time(); copy_rows(table="registry_person",data=pa.table(people)); print('people',time.time()-t)
    ret=rng.integers(2016*12+0,2026*12+5,N)
    base=rng.integers(5000_00,20000_00,N)
    facts=[];on=[];known=[]
    for i in range(N):
        r=int(ret[i]); b=int(base[i]); y=r//12
        car=",".join(f'{{"year": {q}, "months": 12, "credit": {b*96//100}, "base_sum": {b*12}, "credit_product": {b*8//100*78}}}' for q in range(y-28,y+1))
        facts.append(f'{{"career": [{car}], "birth_month": {r-721}, "deemed_months": 0, "account_balance": 12000000, "retirement_month": {r}, "retirement_category": "M60", "local_addition": 0, "virtual_account_balance": 0, "first_half_1998_base_sum": 0, "deemed_account_balance": 0, "deemed_workplace": "none"}}')
        d=first_day(r); on.append(d.isoformat()); known.append((d+dt.timedelta(days=40)).isoformat())
    rec=[json.dumps({"target":"monthly_pension","place":"310112","on":o,"known_on":k,"ruleset_hash":"x","confidence":"V"}) for o,k in zip(on,known)]
    tab=pa.table({"person_id":ids,"kind":["old_age"]*N,"state":["final"]*N,"starts_month":ret+1,"place":["310112"]*N,"basic_fen":[200000]*N,"account_fen":[90000]*N,"transitional_fen":[0]*N,"other_fen":[0]*N,"total_fen":[290000]*N,"facts":facts,"receipt":rec,"decided_by":["x"]*N,"decided_at":[AT.isoformat()]*N})
    t=time.time(); copy_rows(table="pension_award",data=tab); print('awards',time.time()-t); del tab,facts
    with connection.cursor() as c: pass
    ctx=RunContext(place="310112",period=2026*12+6,accounting_month=2026*12+6,at=AT,by="op",progress=lambda s,d,n: print(s,d,n,round(time.time()-t,1),flush=True))
    signed=pension.Signatures(determined_by="a",reviewed_by="b",at=AT,known_on=AT.date())
    t=time.time(); f=pensions.preview(place="310112",known_on=AT.date(),progress=ctx.progress); print('preview',round(time.time()-t,1),{k:v for k,v in f.totals.items() if k!='parameters'},resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024,'MB'); print({r.code+' '+r.subject for _,r in f.refused[:2000]})
    t=time.time(); f=pensions.preview(place="310112",known_on=AT.date(),progress=lambda *a:None); print('warm preview',round(time.time()-t,1))
    t=time.time(); w=pensions.run(ctx,signed=signed); print('run',round(time.time()-t,1),{k:v for k,v in w.items() if k!='parameters'})
