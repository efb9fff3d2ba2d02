-- one row per commune with registered venues that have a place: the middle of them
select commune_code, median(latitude) as latitude, median(longitude) as longitude from lake.venue
where registered and commune_code is not null and latitude is not null and longitude is not null
group by commune_code
order by commune_code
