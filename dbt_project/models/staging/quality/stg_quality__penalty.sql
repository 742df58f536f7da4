-- grain: one row per penalty, in its current version
{{ current_rows('quality__penalty') }}
