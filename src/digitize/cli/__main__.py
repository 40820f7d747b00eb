from digitize.cli.program import main

main()
