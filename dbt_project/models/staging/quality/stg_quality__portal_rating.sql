-- grain: one row per metric of a customer's supplier portal in a period, in its current version
{{ current_rows('quality__portal_rating') }}
