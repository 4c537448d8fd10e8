"""What do I take with me?"""

from finance.outputs.charts import CHARTS
from pages.parts import builder, quoting
from pages.parts.call import call
from pages.parts.results import current
from pages.parts.words import language

result = quoting.placed(current())
charts = {id_: build(result, language(), "light") for id_, build in CHARTS.items()}

builder.builder(result, charts)
quoting.quoting(result)
call(result, charts)
