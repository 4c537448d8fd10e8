"""Is that number right, and which number is it?"""

from pages.parts import claims

claims.screen()
