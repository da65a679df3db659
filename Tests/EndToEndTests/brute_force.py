"""Answers the acceptance queries by brute force, in the plainest Python: an opinion that shares no code with ordersh.

    python3 brute_force.py NAME orders.ndjson      prints the answer as CSV
"""
import json
import sys
from datetime import datetime
from decimal import Decimal


def plain(value):
    """A cell: null is empty, the empty text is "" (written by hand below), numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def instant(text):
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (".%06d" % moment.microsecond if moment.microsecond else "") + "Z"


def write(names, rows):
    def cell(value):
        text = plain(value)
        if text == "" and value is not None:
            return '""'
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text
    print(",".join(names))
    for row in rows:
        print(",".join(cell(value) for value in row))


DEFAULT = ["id", "status", "created_at", "total", "amount_outstanding", "is_paid", "customer.full_name", "quantity"]


def default_row(o):
    customer = o["customer_data"]
    return [o["id"], o["status"], instant(o["created_at"]), Decimal(str(o["total"])),
            Decimal(str(o["amount_outstanding"])), o["is_paid"], customer and customer["full_name"], o["quantity"]]


def moment(o):
    return datetime.fromisoformat(o["created_at"].replace("Z", "+00:00"))


def newest_large(orders):
    rows = [o for o in orders if o["status"] in ("new", "hold") and Decimal(str(o["total"])) > 100000]
    rows.sort(key=lambda o: o["id"])
    rows.sort(key=moment, reverse=True)
    write(DEFAULT, [default_row(o) for o in rows[:20]])


def by_status(orders):
    groups = {}
    for o in orders:
        n, revenue = groups.get(o["status"], (0, Decimal(0)))
        groups[o["status"]] = (n + 1, revenue + Decimal(str(o["total"])))
    rows = sorted(groups.items(), key=lambda g: (-g[1][1], g[0]))
    write(["status", "n", "revenue"], [[s, n, r] for s, (n, r) in rows])


def products(orders):
    sold = {}
    for o in orders:
        for item in o["items"] if o["status"] == "completed" else []:
            title = item.get("product_title", item.get("product_name"))
            sold[title] = sold.get(title, 0) + item["quantity"]
    write(["sold"], [[count] for count in sorted(sold.values(), reverse=True)[:10]])


def daily(orders):
    day = [o for o in orders if moment(o).strftime("%Y-%m-%d") == "2025-12-27"]
    by_status(day)
    print()
    rows = [o for o in day if Decimal(str(o["total"])) > 100000 and not o["is_paid"]]
    rows.sort(key=lambda o: o["id"])
    rows.sort(key=lambda o: Decimal(str(o["total"])), reverse=True)
    write(DEFAULT, [default_row(o) for o in rows[:20]])


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        data = [json.loads(line, parse_float=Decimal) for line in file]
    {"newest_large": newest_large, "by_status": by_status, "products": products, "daily": daily}[sys.argv[1]](data)
