/* Finds the command and runs it; nothing else. */
int main(void)
{
    return 0;
}
