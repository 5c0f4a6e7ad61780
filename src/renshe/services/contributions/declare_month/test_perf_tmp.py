import datetime as dt, io, time, resource
import pyarrow as pa, polars as pl, xlsxwriter
from django.db import connection
from renshe.domains.contributions import api
from renshe.domains.contributions.test_small_city import *
from renshe.domains.contributions.test_small_city import test_the_numbers_of_the_small_city_are_well_formed as _x
from renshe.foundation.bulk import copy_rows
from renshe.services.contributions.declare_month.declare import *
from renshe.services.contributions.declare_month.template import *
from renshe.services.contributions.declare_month.test_story import HEADER
N=100_000
def ids():
    out=[]
    d=dt.date(1960,1,1)
    for k in range(N):
        day=d+dt.timedelta(days=k//900); out.append(id_number(k%900, born=day.strftime("%Y%m%d")))
    return out
def test_perf(fresh_database):
    fresh_database.become("runner")
    city=small_city(people=1)
    T=time.time()
    i=ids(); e=city.employers[0].pk
    p=pa.table({"id":pa.array(range(1000,1000+N)),"id_kind":["resident_id"]*N,"id_number":i,"name":["张三"]*N,"sex":["M"]*N,"birth_on":pa.array([dt.date(1985,6,15)]*N),"ethnic_code":["01"]*N,"household_place":["310112"]*N,"residence_place":["310112"]*N,"address":[""]*N,"phone":[""]*N,"retirement_category":["M60"]*N,"created_at":["2025-01-01T00:00:00+08:00"]*N})
    copy_rows(table="registry_person",data=p); print("persons",time.time()-T); T=time.time()
    s=pa.table({"person_id":list(range(1000,1000+N))*4,"employer_id":[e]*4*N,"insurance":[k for k in (1,2,3,4) for _ in range(N)],"span":["[2025-01-01,)"]*4*N,"status":["active"]*4*N,"person_kind":["employee"]*4*N,"join_reason":["employment"]*4*N,"known_on":pa.array([dt.date(2025,1,1)]*4*N),"recorded_by":["t"]*4*N,"recorded_at":["2025-01-01T00:00:00+08:00"]*4*N})
    copy_rows(table="enrolment_spell",data=s); print("400k spells",time.time()-T); T=time.time()
    with connection.cursor() as c: c.execute("select 1")
    b=io.BytesIO(); w=xlsxwriter.Workbook(b,{"constant_memory":True}); sh=w.add_worksheet(); sh.write_row(0,0,HEADER)
    for k,x in enumerate(i,1):
        sh.write_string(k,0,x); sh.write_string(k,1,"张三" if k%1000 else "李四"); sh.write_number(k,2,8000+k/100)
    w.close(); content=b.getvalue(); print("xlsx MB",len(content)/1e6,time.time()-T); T=time.time()
    import faulthandler; faulthandler.dump_traceback_later(60)
    m0=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done=declare_file(sender=Sender(e,OCTOBER,"c",dt.date(2025,10,9),NOON),content=content,file_name="x.xlsx")
    print("declare",done.state,done.rows_good,done.rows_bad,time.time()-T,"MB grown",(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss-m0)/1024); T=time.time()
    done=declare_file(sender=Sender(e,OCTOBER,"c",dt.date(2025,10,9),NOON),content=content.replace(b"x",b"x")+b"",file_name="y.xlsx") if False else None
    t=roster_template(employer_id=e,period=OCTOBER); print("template",len(t)/1e6,time.time()-T); T=time.time()
    done2=declare_file(sender=Sender(e,OCTOBER,"c",dt.date(2025,10,9),NOON),content=t,file_name="y.xlsx"); print("declare template",done2.state,done2.rows_good,time.time()-T); T=time.time()
    T=time.time(); m=marked_roster(content=content,errors=done2.errors); print("marked",time.time()-T); T=time.time()
    table=api.assessment_table(period=OCTOBER,place=PLACE); print("assessment_table",table.num_rows,time.time()-T); T=time.time()
    b=bill_table(table); print("bill+post",time.time()-T); T=time.time()
    from renshe.domains.contributions.models import Bill
    bill=Bill.objects.get(employer_id=e)
    rows=pa.table({"external_ref":["r1"],"payer_uscc":[city.employers[0].uscc],"received_on":[dt.date(2025,10,20)],"amount_fen":[bill.total_fen],"period":[OCTOBER]})
    api.record_receipts(rows=rows,accounting_month=OCTOBER,file_id=None); x=new_batch("r"); api.allocate_receipts(batch_id=x,as_of=dt.date(2025,10,30)); y=new_batch("c"); print(api.credit_bills(batch_id=y,as_of=dt.date(2025,10,30))); print("allocate+credit",time.time()-T); T=time.time()
    ct=api.careers_table(person_ids=list(range(1000,1000+N)),base_caps={}); print("careers",ct.num_rows,time.time()-T); T=time.time()
    api.month_overview(period=OCTOBER); print("overview",time.time()-T); T=time.time()
    api.difference_to_last_month(employer_id=e,period=OCTOBER); print("difference",time.time()-T); T=time.time()
    api.timeline_of(person_id=1500); print("timeline",time.time()-T); T=time.time()
