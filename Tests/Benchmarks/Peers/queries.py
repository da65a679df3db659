"""The questions of Scripts/benchmark in every engine's words, each in the wording that is fastest for it."""

QUESTIONS = {
    "Q1": "the newest 20 of the new or held orders over 100,000, 12 fields",
    "Q2": "how many orders",
    "Q3": "per status: how many, how much",
    "Q4": "the 50 unpaid orders of June 2025 that owe most",
    "Q5": "a word in any of eight text fields",
    "Q6": "revenue by day since 2025-11-03",
    "Q7": "orders with an item dearer than 5,000,000",
    "Q8": "one order by id, its whole document",
}
TEXTS = [
    "notes", "billing_first_name", "billing_last_name", "billing_address", "billing_city_data.name",
    "customer_data.first_name", "customer_data.last_name", "customer_data.username",
]
FIELDS = [
    "id", "key", "status", "created_at", "total", "amount_paid", "amount_outstanding", "is_paid", "billing_first_name",
    "billing_last_name", "quantity",
]
WORDS = ["ali", "علی"]


def ordersh_queries(order):
    texts = [name.replace("_data.", ".") for name in TEXTS]
    fields = ", ".join(FIELDS)
    return {
        "Q1": "orders where status in (new,hold) and total > 100000 order by -created_at limit 20 "
        f"select {fields}, billing_city.name",
        "Q2": "orders select count()",
        "Q3": "orders group by status select status, count(), sum(total)",
        "Q4": "orders where created_at in 2025-06 and not is_paid order by -amount_outstanding limit 50 "
        "select id, created_at, status, amount_outstanding, total",
        "Q5": "orders where " + " or ".join(f"{name} ~ '{word}'" for name in texts for word in WORDS) + " select count()",
        "Q6": "orders where created_at >= 2025-11-03 group by day(created_at) select day(created_at), sum(total)",
        "Q7": "orders where items.unit_price > 5m select count()",
        "Q8": f"order {order}",
    }


def duckdb_queries(order, table, document):
    contains = [f"contains(lower({name}),'ali') or contains({name},'علی')" for name in TEXTS]
    return {
        "Q1": f"select {','.join(FIELDS)},billing_city_data.name from {table('Q1')} where status in ('new','hold') "
        "and total>100000 order by created_at desc,id limit 20",
        "Q2": f"select count(*) from {table('Q2')}",
        "Q3": f"select status,count(*),sum(total) from {table('Q3')} group by status order by status",
        "Q4": f"select id,created_at,status,amount_outstanding,total from {table('Q4')} where created_at>=timestamp "
        "'2025-06-01' and created_at<timestamp '2025-07-01' and not is_paid order by amount_outstanding desc,id limit 50",
        "Q5": f"select count(*) from {table('Q5')} where " + " or ".join(contains),
        "Q6": f"select created_at::date d,sum(total) from {table('Q6')} where created_at>=timestamp '2025-11-03' "
        "group by d order by d",
        "Q7": f"select count(*) from {table('Q7')} where list_max([x.unit_price for x in items])>5000000",
        "Q8": f"select {document} from {table('Q8')} o where id={order}",
    }


def duckdb_raw(order, data, money):
    types = {
        "id": "BIGINT", "key": "VARCHAR", "status": "VARCHAR", "created_at": "TIMESTAMP", "total": money,
        "amount_paid": money, "amount_outstanding": money, "is_paid": "BOOLEAN", "billing_first_name": "VARCHAR",
        "billing_last_name": "VARCHAR", "quantity": "BIGINT", "billing_city_data": "STRUCT(name VARCHAR)",
        "notes": "VARCHAR", "billing_address": "VARCHAR", "items": "STRUCT(unit_price BIGINT)[]",
        "customer_data": "STRUCT(first_name VARCHAR,last_name VARCHAR,username VARCHAR)",
    }
    needed = {
        "Q1": FIELDS + ["billing_city_data"],
        "Q2": ["id"],
        "Q3": ["status", "total"],
        "Q4": ["id", "created_at", "status", "amount_outstanding", "total", "is_paid"],
        "Q5": ["notes", "billing_first_name", "billing_last_name", "billing_address", "billing_city_data", "customer_data"],
        "Q6": ["created_at", "total"],
        "Q7": ["items"],
    }

    def table(question):
        if question == "Q8":
            return f"(select json,(json->>'$.id')::bigint id from read_ndjson_objects('{data}'))"
        columns = ",".join(f"{name}:'{types[name]}'" for name in needed[question])
        return f"read_json('{data}',format='newline_delimited',columns={{{columns}}})"

    return duckdb_queries(order, table, "json")


def sqlite_queries(order):
    text = "||char(10)||".join(f"ifnull({name.replace('.', '_')},'')" for name in TEXTS)
    return {
        "Q1": f"select {','.join(FIELDS)},billing_city_data_name from orders where status in ('new','hold') and "
        "total>100000 order by created_at desc,id limit 20",
        "Q2": "select count(*) from orders",
        "Q3": "select status,count(*),sum(total) from orders group by 1 order by 1",
        "Q4": "select id,created_at,status,amount_outstanding,total from orders where created_at>='2025-06-01' and "
        "created_at<'2025-07-01' and not is_paid order by amount_outstanding desc,id limit 50",
        "Q5": f"select count(*) from (select {text} t from orders) where t like '%ali%' or t like '%علی%'",
        "Q6": "select substr(created_at,1,10) d,sum(total) from orders where created_at>='2025-11-03' group by d order by d",
        "Q7": "select count(*) from orders where id in (select order_id from items where unit_price>5000000)",
        "Q8": f"select document from documents where id={order}",
    }


def jq_queries(order):
    fields = "{" + ",".join(FIELDS) + ",city:.billing_city_data.name}|[.[]]|@csv"
    texts = "[" + ",".join("." + name for name in TEXTS) + ']|map(select(.))|join("\\n")|ascii_downcase'
    words = " or ".join(f'contains("{word}")' for word in WORDS)
    return {
        "Q1": '[inputs|select((.status=="new" or .status=="hold") and .total>100000)]|sort_by([.created_at,-.id])|reverse'
        "|.[:20][]|" + fields,
        "Q2": "reduce inputs as $o (0;.+1)",
        "Q3": "reduce inputs as $o ({};.[$o.status]|=[(.[0]//0)+1,(.[1]//0)+$o.total])|to_entries[]"
        "|[.key]+.value|@csv",
        "Q4": '[inputs|select(.created_at>="2025-06-01" and .created_at<"2025-07-01" and (.is_paid|not))]'
        "|sort_by(-.amount_outstanding,.id)|.[:50][]|[.id,.created_at,.status,.amount_outstanding,.total]|@csv",
        "Q5": f"reduce (inputs|{texts}|select({words})) as $o (0;.+1)",
        "Q6": 'reduce (inputs|select(.created_at>="2025-11-03")) as $o ({};.[$o.created_at[:10]]+=$o.total)'
        "|to_entries[]|[.key,.value]|@csv",
        "Q7": "reduce (inputs|select(any(.items[];.unit_price>5000000))) as $o (0;.+1)",
        "Q8": f"inputs|select(.id=={order})",
    }


SQLITE_STORE = [
    "pragma journal_mode=off",
    "pragma synchronous=off",
    "create table orders(id integer primary key,key text,status text,created_at text,total,amount_paid,"
    "amount_outstanding,is_paid int,quantity int,notes text,billing_first_name text,billing_last_name text,"
    "billing_address text,billing_city_data_name text,customer_data_first_name text,customer_data_last_name text,"
    "customer_data_username text)",
    "insert into orders select j->>'id',j->>'key',j->>'status',j->>'created_at',j->>'total',j->>'amount_paid',"
    "j->>'amount_outstanding',j->>'is_paid',j->>'quantity',j->>'notes',j->>'billing_first_name',"
    "j->>'billing_last_name',j->>'billing_address',j->>'$.billing_city_data.name',j->>'$.customer_data.first_name',"
    "j->>'$.customer_data.last_name',j->>'$.customer_data.username' from raw",
    "create table items(order_id int,unit_price)",
    "insert into items select j->>'id',e.value->>'unit_price' from raw,json_each(j,'$.items') e",
    "create table documents(id integer primary key,document text)",
    "insert into documents select j->>'id',j from raw",
    "drop table raw",
    "create index o1 on orders(status,created_at,total)",
    "create index o2 on orders(created_at,total)",
    "create index o3 on orders(status,total)",
    "create index i1 on items(unit_price,order_id)",
    "analyze",
    "vacuum",
]
