-- one row per version of a rubric that has judged an assessment
select rubric_id, version, text from lake.rubric
