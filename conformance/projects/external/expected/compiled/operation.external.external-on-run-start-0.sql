create schema if not exists other.lake
