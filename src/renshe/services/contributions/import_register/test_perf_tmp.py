import io,csv,time,resource,datetime as dt
from renshe.services.contributions.import_register.test_story import line, register, take
from renshe.domains.contributions.test_small_city import small_city, id_number
import renshe.services.contributions.import_register.importing as m
def test_perf(fresh_database):
    city=small_city(); d=dt.date(1950,1,1); rows=[]
    for k in range(500_000):
        s=k%900+1
        rows.append([city.employers[0].uscc,id_number(s,born=(d+dt.timedelta(days=k//900)).strftime("%Y%m%d")),"张三" if k%97 else "张 三","01","M60" if s%2 else "F50","310112001","6500.50" if k%101 else "x"])
    c=register(*rows); print("MB",len(c)/1e6); T=time.time(); m0=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(take(c,progress=lambda a,b: print(a,round(time.time()-T,1))),"MB",(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss-m0)/1024, time.time()-T)
