/* Included before every file by the Makefile: the functions nobody here may call become compile errors.
 * The system headers that declare them are read first, so that only our own uses are caught. */
#ifndef GOLDTHREAD_BASE_BANNED_H
#define GOLDTHREAD_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(function, instead) function##_is_banned_use_##instead

#undef strcpy
#define strcpy(...) BANNED(strcpy, talloc_strdup)
#undef strcat
#define strcat(...) BANNED(strcat, buffer_add)
#undef strncpy
#define strncpy(...) BANNED(strncpy, talloc_strndup)
#undef strncat
#define strncat(...) BANNED(strncat, buffer_add)
#undef sprintf
#define sprintf(...) BANNED(sprintf, talloc_asprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, talloc_vasprintf)
#undef strtok
#define strtok(...) BANNED(strtok, text_split)
#undef atoi
#define atoi(...) BANNED(atoi, text_to_integer)
#undef atol
#define atol(...) BANNED(atol, text_to_integer)
#undef atof
#define atof(...) BANNED(atof, text_to_decimal)
#undef gets
#define gets(...) BANNED(gets, getline)
#undef system
#define system(...) BANNED(system, posix_spawn)
#undef popen
#define popen(...) BANNED(popen, posix_spawn)
#undef gmtime
#define gmtime(...) BANNED(gmtime, gmtime_r)
#undef localtime
#define localtime(...) BANNED(localtime, date_of_instant)
#undef asctime
#define asctime(...) BANNED(asctime, date_words)

#endif
