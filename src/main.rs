//! The `saiga` program: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    print!("{}", saiga::cli::extract::run(&paths));
    std::process::ExitCode::SUCCESS
}
