"""What do I take with me?"""

from pages.parts import builder, quoting
from pages.parts.call import call
from pages.parts.results import current

result = quoting.placed(current())

builder.builder(result)
quoting.quoting(result)
call(result)
