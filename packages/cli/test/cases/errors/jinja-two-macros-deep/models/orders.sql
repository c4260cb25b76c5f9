-- the model

{{ outer([{'name': 'a'}]) }}
