select {{ euros('a') }} as a
