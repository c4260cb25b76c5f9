/** Names of the template language, for the "did you mean" of its errors. https://jinja.palletsprojects.com/en/stable/templates/ */

export const filterNames: readonly string[] =
  "abs attr batch capitalize center count d default dictsort e escape filesizeformat first float forceescape format groupby indent int items join last length list lower map max min pprint random reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title tojson trim truncate unique upper urlencode urlize wordcount wordwrap xmlattr as_bool as_native as_number as_text".split(
    " ",
  );

export const testNames: readonly string[] =
  "boolean callable defined divisibleby eq escaped even false filter float ge gt in integer iterable le lower lt mapping ne none number odd sameas sequence string test true undefined upper".split(
    " ",
  );

export const tagNames: readonly string[] =
  "if elif else endif for endfor set endset do macro endmacro call endcall filter endfilter raw endraw test endtest materialization endmaterialization snapshot endsnapshot docs enddocs".split(
    " ",
  );
