"""The rules that judge one document: every module holds one RULE and its judge(document)."""
