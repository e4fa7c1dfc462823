/* Finds the command and runs it; nothing else. */
#include "app/application.h"

int main(int argc, char **argv)
{
    return command_line_run(features, argc, argv, stdout, stderr);
}
