-- one row: the venue that the code stands for, if any does
select venue_id from lake.venue_code where upper(code) = $code
