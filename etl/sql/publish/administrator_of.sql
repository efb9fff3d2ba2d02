-- the lake's administrators, anew where they are not as the store of officials has them
delete from lake.administrator_of where (select count(*) from stage.administrator_differs) > 0;
insert into lake.administrator_of
select * from stage.administrator_of where (select count(*) from stage.administrator_differs) > 0 order by all;
