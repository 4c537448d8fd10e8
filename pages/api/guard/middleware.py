"""What stands before every answer of the server, from the outside in."""

from starlette.middleware import Middleware

from pages.api.guard.headers import Headers
from pages.api.guard.journal import Journal
from pages.api.guard.limits import Sizes

MIDDLEWARE = (Middleware(Journal), Middleware(Headers), Middleware(Sizes))
